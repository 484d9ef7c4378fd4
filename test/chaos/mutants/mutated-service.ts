import { register } from 'node:module';
import { mutantNamed } from './mutants.js';

// Loaded before the service: `node --import`.
register('./replace-text.js', import.meta.url, { data: mutantNamed(process.env['CHAOS_MUTANT'] ?? '') });
