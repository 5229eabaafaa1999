export { type AppWindow, createTestHost, type TestHost, type TestHostOptions } from './host.ts';
