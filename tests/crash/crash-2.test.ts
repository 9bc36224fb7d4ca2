import { crashTests } from './matrix.ts';

crashTests(1);
