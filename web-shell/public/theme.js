// Sets the chosen theme before the first paint, so that a dark page never flashes white.
try {
  const theme = localStorage.getItem('veche.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is switched off: the system's theme stands.
}
