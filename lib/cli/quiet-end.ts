/**
 * Lets a command end as it would where nobody reads what it prints any more (`straat check | head`): the rest is not
 * printed, and the exit code says what it always says.
 */
export function outliveReaders(...streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}
