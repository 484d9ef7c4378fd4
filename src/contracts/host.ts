import { hostname, release, type } from 'node:os';
import process from 'node:process';
import type { MassTransitHost } from './masstransit-envelope.js';

/** package.json's version: a test compares the two. */
export const serviceVersion = '0.1.0';

/** This process as MassTransit describes one. Read once: a command's bytes depend on its arguments only. */
export const host: MassTransitHost = {
  machineName: hostname(),
  processName: 'order-finance',
  processId: process.pid,
  assembly: 'order-finance',
  assemblyVersion: serviceVersion,
  frameworkVersion: process.versions.node,
  // The release whose envelope this is.
  massTransitVersion: '8.5.8',
  operatingSystemVersion: `${type()} ${release()}`,
};
