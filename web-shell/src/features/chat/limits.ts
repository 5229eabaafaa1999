/** Longest text of a message. The contract's limit, stated here so that its schemas stay out of the page; a test compares the two. */
export const MAX_TEXT_LENGTH = 4096;
