import { describeMatrix } from './matrix-suite.js';
import { matrix } from './matrix.js';
import { simulated } from './subject.js';

describeMatrix(simulated, matrix);
