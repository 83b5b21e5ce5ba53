/** Labels that the writer of a scenario gives to steps. */
export const stepLabels = ['tenant-wide', 'sends-mail'] as const;

/** The same, and what a run finds out by itself: that a step deletes or changes what no step creates. */
export const allowableLabels = [...stepLabels, 'deletes-existing', 'changes-existing'] as const;
