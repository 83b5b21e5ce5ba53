/** Labels that the writer of a scenario gives to steps. */
export const stepLabels = ['tenant-wide', 'sends-mail'] as const;

/**
 * The labels of steps, and those that a run assigns itself: a step that deletes or changes objects that no step
 * creates.
 */
export const allowableLabels = [...stepLabels, 'deletes-existing', 'changes-existing'] as const;
