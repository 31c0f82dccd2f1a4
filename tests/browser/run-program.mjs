/**
 * In a page: runs a program to its end, or until it prints `stopAt`.
 * @param {string} library The address of the library.
 * @param {string} text The program; with `options.compiled`, the name of one in C++.
 * @param {object} options Those of `Program`, `stopAt`, `compiled`, and `traced`, which asks for events and notes too.
 * @returns How it ended, "resolved" or what was thrown; what it printed, did and called.
 */
export async function runHere(library, text, { stopAt, traced, compiled, ...options } = {}) {
  const { Program } = await import(library);
  const lines = [];
  const events = [];
  const notes = [];
  let stopped = false;
  const settings = {
    ...options,
    onOutput: (more) => {
      for (const line of more) lines.push(line);
      stopped ||= more.some((line) => line.text === stopAt);
      if (stopped) program.stop();
    },
    ...(traced && {
      onTrace: (more) => events.push(...more),
      onCall: (note) => notes.push(note),
    }),
  };
  const program = compiled ? Program.compiled(text, settings) : new Program(text, settings);
  const end = await program.run().then(
    () => "resolved",
    (thrown) =>
      thrown instanceof Error
        ? { ...thrown, name: thrown.name, message: thrown.message, stack: undefined }
        : { thrown: ArrayBuffer.isView(thrown) ? [...thrown] : thrown },
  );
  return { end, lines, events, notes };
}

export const texts = (lines) => lines.map(({ text }) => text);
