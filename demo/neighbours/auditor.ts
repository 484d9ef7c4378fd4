import { commandNames } from './fate.js';
import type { Post } from './post.js';

export const auditorQueues = ['demo-auditor'] as const;

/**
 * No neighbour, but the demo's own ear: one queue for all commands. The neighbours' queues are several,
 * and the order of publication can't be told from what comes through different queues.
 */
export async function openAuditor(post: Post): Promise<void> {
  await post.listen('demo-auditor', commandNames, () => undefined);
}
