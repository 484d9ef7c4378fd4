/**
 * For questions that read the whole table: the same one is read once at a time. Who asks it meanwhile shares the next
 * reading with all others who do: no answer is older than its question, and however many ask, the database reads once.
 */
export function oneAtATime<Question, Value>(
  read: (question: Question) => Promise<Value>,
): (question: Question) => Promise<Value> {
  const underWay = new Map<string, Promise<unknown>>();
  const next = new Map<string, Promise<Value>>();

  function begin(key: string, question: Question): Promise<Value> {
    const answer = read(question);
    const forget = () => underWay.delete(key);
    underWay.set(key, answer.then(forget, forget));
    return answer;
  }

  return (question) => {
    const key = JSON.stringify(question);
    const shared = next.get(key);
    if (shared !== undefined) return shared;
    const before = underWay.get(key);
    if (before === undefined) return begin(key, question);
    const mine = before.then(() => {
      next.delete(key);
      return begin(key, question);
    });
    next.set(key, mine);
    return mine;
  };
}
