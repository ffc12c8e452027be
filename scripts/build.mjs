// npm run build: what npm start would build, without starting anything.
import { prepare } from './setup/index.mjs';
import { runMain } from './setup/trouble.mjs';

await runMain(() => prepare({ wantsTemporal: false }).then(() => 0));
