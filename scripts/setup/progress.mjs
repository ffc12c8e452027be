/** Progress lines of set-up. Quiet sets only speak when something takes long or goes another way than usual. */
export function progress({ quiet = false } = {}) {
  const say = (text) => process.stdout.write(`${text}\n`);
  return {
    /** Says what is being done, does it, and says how long it took when that was worth noticing. */
    async step(title, work) {
      const started = performance.now();
      if (!quiet) say(`  ${title} …`);
      const result = await work();
      const seconds = (performance.now() - started) / 1000;
      if (!quiet && seconds >= 1) say(`  ${title}: ${seconds.toFixed(1)} s`);
      return result;
    },
    /** A fact worth knowing, such as a fallback that was taken. */
    note: (text) => say(`  ${text}`),
  };
}
