/**
 * Remembers a pure function's answers for as long as the object they are about exists. Compiling asks the same of
 * the same client and group for every flow, and answers that are the same object compare and print for nothing.
 */
export function memoized<K extends object, R, A extends readonly string[]>(
  compute: (about: K, ...rest: A) => R,
): (about: K, ...rest: A) => R {
  const answers = new WeakMap<K, Map<string, R>>();
  return (about, ...rest) => {
    const known = answers.get(about) ?? new Map<string, R>();
    answers.set(about, known);
    const key = rest.join("\0");
    const answer = known.has(key) ? (known.get(key) as R) : compute(about, ...rest);
    known.set(key, answer);
    return answer;
  };
}
