import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Metrics } from '../../platform/metrics.js';
import { Readiness, type ReadinessReport } from '../../platform/readiness.js';

/** What a probe's answer needs of Fastify's reply. */
type ProbeReply = {
  code(status: number): ProbeReply;
  header(name: string, value: string): ProbeReply;
};

/** Probes and metrics: every process answers them, whatever its roles. */
@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
  ) {}

  /** The process runs and its event loop turns; says nothing of its parts, or a database that is down would restart it. */
  @Get('health/live')
  live(): { readonly status: 'live' } {
    return { status: 'live' };
  }

  /** 503 while a part is down, and while the process starts or drains. */
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: ProbeReply): Promise<ReadinessReport> {
    const report = await this.readiness.report();
    reply.code(report.status === 'ready' ? 200 : 503).header('cache-control', 'no-store');
    return report;
  }

  @Get('metrics')
  async scrape(@Res({ passthrough: true }) reply: ProbeReply): Promise<string> {
    reply.header('content-type', this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }
}
