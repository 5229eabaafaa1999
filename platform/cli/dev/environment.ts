const ALWAYS = /^(PATH|HOME|LANG|TZ|TERM|NODE_.*)$/;

/**
 * What a program gets of our environment: what it needs to run, and what was named. A bot that does not look for the
 * emulator's address would else call the real service with the real token of its developer.
 */
export function inherited(environment: NodeJS.ProcessEnv, named: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => ALWAYS.test(name) || named.includes(name)));
}
