/** The people of a development server. Their order is their identity: add at the end, never move. */
export const demoPeople = [
  { key: 'alice', username: 'alice', name: 'Алиса Соколова', phone: '+79990000001', role: 'citizen' },
  { key: 'bob', username: 'bob_volkov', name: 'Борис Волков', phone: '+79990000002', role: 'citizen' },
  { key: 'vera', username: 'vera_ilina', name: 'Вера Ильина', phone: '+79990000003', role: 'clerk' },
  { key: 'galina', username: 'galina', name: 'Галина Петрова', phone: '+79990000004', role: 'teacher' },
  { key: 'dmitry', username: 'dmitry', name: 'Дмитрий Орлов', phone: '+79990000005', role: 'developer' },
] as const;

export type DemoKey = (typeof demoPeople)[number]['key'];
