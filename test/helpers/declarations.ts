import path from 'node:path';
import ts from 'typescript';

/** The declarations (.d.ts) that a program loads that imports a module, by path from `src`, as they are built. */
export function declarationsOf(module: string): Map<string, string> {
  const root = path.resolve(import.meta.dirname, '../..');
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.build.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const entry = path.join(root, 'src', module);
  const out = path.join(root, 'declarations-in-memory');
  const program = ts.createProgram([entry], {
    ...options,
    outDir: out,
    emitDeclarationOnly: true,
    sourceMap: false,
    noCheck: true,
  });
  const built = new Map<string, string>();
  program.emit(undefined, (file, text) => built.set(path.relative(out, file), text));
  return reached(built, module.replace(/\.ts$/, '.d.ts'));
}

/** Those of them that a module needs: its own and what they import, themselves or in a type. */
function reached(built: ReadonlyMap<string, string>, first: string): Map<string, string> {
  const found = new Map<string, string>();
  const open = [first];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file)) continue;
    const text = built.get(file);
    if (text === undefined) throw new Error(`${file} is imported and was not built; built are ${[...built.keys()]}`);
    found.set(file, text);
    for (const [, target = ''] of text.matchAll(/(?:from |import\()["'](\.[^"']+)["']/g)) {
      open.push(path.join(path.dirname(file), target).replace(/\.[jt]sx?$/, '.d.ts'));
    }
  }
  return found;
}
