import { crashTests } from './matrix.ts';

crashTests(0);
