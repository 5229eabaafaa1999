export { createTestHost, type TestHost } from './host.ts';
export { type TestGroup, type TestPerson, type TestSeat } from './people.ts';
