import { sampleWrites } from '../limit/sample-writes.js';
import type { SampleMessage } from '../load/confirm-limit.js';
import { BenchFailed, type Round } from '../part.js';
import type { Site } from '../site.js';
import type { AnswererSettings } from './answerer-settings.js';

const program = new URL('./main.js', import.meta.url);

/** A command of the service's, of which the headers and the body are sent over and over. */
function sampleCommand(): SampleMessage {
  const [message] = sampleWrites().flatMap(({ messages }) => messages);
  if (message === undefined) throw new BenchFailed('The sample order sends no command');
  return message.encoded;
}

/** In the service's place: answers every event with a ready-made command, with no database and nothing done in between. */
export function startAnswerer(site: Site, { servers }: Pick<Round, 'servers'>): Promise<void> {
  const settings: AnswererSettings = { brokerUrl: servers.broker, prefix: site.prefix, command: sampleCommand() };
  return site.startInstead(program, settings);
}
