/** Prints each check as a line and sums them up. */
export class Report {
  passed = 0;
  failed = 0;
  skipped = 0;

  /**
   * Runs a check; what it throws is why it failed.
   * @param obstacle why it cannot be made here; null when it can
   */
  async check(sentence, body, obstacle = null) {
    if (obstacle) {
      this.skipped++;
      console.log(`skip - ${sentence}: ${obstacle}`);
      return;
    }

    try {
      await body();
      this.passed++;
      console.log(`ok - ${sentence}`);
    } catch (error) {
      this.failed++;
      console.log(`not ok - ${sentence}\n${indented(error)}`);
    }
  }

  /** The closing line, and whether all is well. */
  close() {
    console.log(`${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`);
    return this.failed === 0;
  }
}

function indented(error) {
  const text = error?.code === 'ERR_ASSERTION' ? error.message : error?.stack ?? String(error);
  return text.split('\n').map(line => `    ${line}`).join('\n');
}
