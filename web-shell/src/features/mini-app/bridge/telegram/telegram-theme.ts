import type { ThemeColours } from '@veche/contract';

/** Our colours under the fifteen names of Telegram Web Apps. All must be colours: one that is not fails their whole parse. */
export function telegramTheme(colours: ThemeColours): Record<string, string> {
  return {
    bg_color: colours.paper,
    secondary_bg_color: colours.raised,
    header_bg_color: colours.surface,
    bottom_bar_bg_color: colours.surface,
    section_bg_color: colours.surface,
    text_color: colours.ink,
    subtitle_text_color: colours.inkSoft,
    section_header_text_color: colours.inkSoft,
    hint_color: colours.inkSoft,
    link_color: colours.link,
    accent_text_color: colours.accent,
    destructive_text_color: colours.danger,
    button_color: colours.accent,
    button_text_color: colours.onAccent,
    section_separator_color: colours.line,
  };
}
