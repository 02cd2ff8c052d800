import test from 'ava';
import { oadrSim } from '../helpers/cli.ts';

test('--help lists the commands and the exit codes', async (t) => {
  const { code, stdout } = await oadrSim(['--help']);
  t.is(code, 0);
  for (const command of ['run', 'serve', 'ven', 'validate', 'check', 'certs', 'doctor'])
    t.regex(stdout, new RegExp(`^  ${command} `, 'm'));
  t.regex(stdout, /^ {2}4 {4}the bench could not run/m);
});

test('run --help shows the options that scripts rely on', async (t) => {
  const { code, stdout } = await oadrSim(['run', '--help']);
  t.is(code, 0);
  const options = ['--host', '--port', '--prefix', '--ui', '--headless', '-q', '--exit', '--ven', '--speed', '--state'];
  const more = [
    '--ephemeral',
    '--record',
    '--record-max',
    '--reject-invalid',
    '--conformance',
    '--filter',
    '--set',
    '--answer',
    '--sign',
    '--sign-certs',
    '--sign-key',
    '--replay-window',
    '--fingerprint',
    '--passphrase',
  ];
  for (const option of [...options, ...more, '--bail', '--timeout', '--wait', '--color', '--grep', '--list']) {
    t.true(stdout.includes(option), option);
  }
});

for (const [title, args, said] of [
  ['an unknown command', ['play'], /unknown command/],
  ['an unknown option', ['run', 'x.json', '--fast'], /unknown option/],
  ['no scenario', ['run'], /missing required argument/],
  ['a duration without a unit', ['run', 'x.json', '--wait', '30'], /"30" is no duration; write 30s/],
  ['a port out of range', ['run', 'x.json', '--port', '70000'], /0 to 65535/],
  ['a VEN that is no simulated one', ['run', 'x.json', '--ven', 'real'], /sim or sim:N/],
  [
    'speed with a VEN from outside',
    ['serve', '--speed', '5'],
    /--speed is for simulated VENs only[\s\S]*try: add --ven sim/,
  ],
  [
    'an unknown personality',
    ['ven', '--url', 'http://127.0.0.1:1/OpenADR2/Simple/2.0b', '--personality', 'x'],
    /one of cooperative/,
  ],
  ['an address without http', ['ven', '--url', 'localhost'], /no address of a VTN/],
] as const) {
  test(`wrong usage is exit 2: ${title}`, async (t) => {
    const { code, stderr } = await oadrSim(args);
    t.is(code, 2, stderr);
    t.regex(stderr, said);
    t.notRegex(stderr, / {4}at /, 'no stack trace');
  });
}
