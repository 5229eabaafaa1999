/** Preloaded into programs that we start and do not own: they end when the channel to us closes, however we went. */
process.channel?.unref();
process.once('disconnect', () => process.exit(0));
