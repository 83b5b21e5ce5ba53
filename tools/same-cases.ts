/** In CI, generated cases are the same every time: a run that fails there concerns the change, and can be repeated. */
import fc from 'fast-check';

fc.configureGlobal({ seed: 20_261_122 });
