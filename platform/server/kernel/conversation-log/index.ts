export { type Batch, type Projection, type StoredAct } from './batch.ts';
export { type ChatHead, messageOf, type NewAccountEvent, type NewChatEvent, type Statement } from './batch-rows.ts';
export { createFollower, type LogEntry } from './follower.ts';
export { createSeatMap, type Membership, readMemberships, type Seat, seatKey } from './members.ts';
export { placeOf, readAccountEvents, readEvents, type StoredEvent, toPlainEvent } from './read.ts';
export { findRepeats, repeatedClientId, requestHashOf, sameOrRefused } from './repeats.ts';
export { type Applier, createLogWriter, type LogWriter } from './writer.ts';
