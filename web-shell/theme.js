// Sets the chosen looks before the first paint, so that a dark page never flashes white and no text changes its size.
try {
  for (const name of ['theme', 'contrast', 'text', 'motion']) {
    const chosen = localStorage.getItem(`veche.${name}`);
    if (chosen !== null && chosen !== 'auto') document.documentElement.dataset[name] = chosen;
  }
} catch {
  // Storage is switched off: what the system says stands.
}
