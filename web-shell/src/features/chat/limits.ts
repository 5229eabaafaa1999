/** Longest text of a message. The contract's limit, stated here so that its schemas stay out of the page; a test compares the two. */
export const MAX_TEXT_LENGTH = 4096;
/** Most messages that are forwarded, deleted or hidden at once; stated and tested in the same way. */
export const MAX_AT_ONCE = 100;
