import { setTimeout as pause } from 'node:timers/promises';
import { between, type FaultKind, seconds, type Stage } from './fault.js';

const subjects = ['rabbitmq'];

const stopped: FaultKind = {
  kind: 'RabbitMQ: application stopped',
  deal: (random) => {
    const ms = between(random, 0, 4);
    return {
      subjects,
      details: `for ${seconds(ms)}`,
      strike: async ({ site: { servers } }) => {
        await servers.rabbitmq.control('stop_app');
        await pause(ms);
        await servers.rabbitmq.control('start_app');
      },
    };
  },
};

const killed: FaultKind = {
  kind: 'RabbitMQ: killed',
  deal: (random) => {
    const ms = between(random, 0, 3);
    return {
      subjects,
      details: `down for ${seconds(ms)} and its start`,
      strike: async ({ site: { servers } }) => {
        await servers.rabbitmq.process.end('SIGKILL');
        await pause(ms);
        await servers.rabbitmq.process.start();
      },
    };
  },
};

const frozen: FaultKind = {
  kind: 'RabbitMQ: frozen',
  deal: (random) => {
    const ms = between(random, 3, 9);
    return {
      subjects,
      details: `for ${seconds(ms)}`,
      strike: async ({ site: { servers } }) => {
        servers.rabbitmq.process.pause();
        await pause(ms);
        servers.rabbitmq.process.resume();
      },
    };
  },
};

const disconnected: FaultKind = {
  kind: 'RabbitMQ: connections closed',
  deal: (random) => {
    const times = 1 + Math.floor(random() * 3);
    return {
      subjects,
      details: `${times} times`,
      strike: async ({ site: { servers } }) => {
        for (let time = 0; time < times; time += 1)
          await servers.rabbitmq.control('close_all_connections', 'a fault is wanted');
      },
    };
  },
};

const alarmed: FaultKind = {
  kind: 'RabbitMQ: memory alarm',
  deal: (random) => {
    const ms = between(random, 3, 8);
    return {
      subjects,
      details: `publishers blocked for ${seconds(ms)}`,
      strike: async ({ site: { servers } }: Stage) => {
        await servers.rabbitmq.control('set_vm_memory_high_watermark', '0');
        await pause(ms);
        await servers.rabbitmq.control('set_vm_memory_high_watermark', '0.4');
      },
    };
  },
};

export const rabbitMqFaults: readonly FaultKind[] = [stopped, killed, frozen, disconnected, alarmed];
