/** Makes lines of text that comes in pieces. */
export type LineSplitter = {
  readonly add: (text: string) => void;
  /** Gives what came after the last end of a line. */
  readonly end: () => void;
};

/** Makes a splitter that gives each line, without its end, to `onLine`. */
export const createLineSplitter = (onLine: (line: string) => void): LineSplitter => {
  let begun = '';
  return {
    add: (text) => {
      const lines = (begun + text).split('\n');
      begun = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    },
    end: () => {
      if (begun !== '') onLine(begun);
      begun = '';
    },
  };
};
