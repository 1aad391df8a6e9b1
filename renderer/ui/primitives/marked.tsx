/** A text in which is marked what was looked for. */
type MarkedProps = {
  text: string;
  /** Which UTF-16 units were found. */
  marks: readonly number[];
};

export const Marked = ({ text, marks }: MarkedProps) => {
  if (marks.length === 0) return text;
  const found = new Set(marks);
  // of units that were found, and of those between them
  const runs: { from: number; text: string; isFound: boolean }[] = [];
  let at = 0;
  for (const character of text) {
    const isFound = found.has(at);
    const last = runs.at(-1);
    if (last?.isFound === isFound) last.text += character;
    else runs.push({ from: at, text: character, isFound });
    at += character.length;
  }
  return runs.map((run) => (run.isFound ? <mark key={run.from}>{run.text}</mark> : run.text));
};
