/** A GUID within a text, as the source of a pattern that ignores case. */
export const guidSource = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

const whole = new RegExp(`^${guidSource}$`, 'i');
const within = new RegExp(guidSource, 'i');

/** Whether a text is a GUID, in whatever case. */
export const isGuid = (text: string): boolean => whole.test(text);

/** Whether there is a GUID within a text. */
export const hasGuid = (text: string): boolean => within.test(text);
