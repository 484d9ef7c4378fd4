import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';

/** Needs Readiness and Metrics to be provided globally. */
@Module({ controllers: [HealthController] })
export class HealthModule {}
