import { Body, Controller, HttpCode, Post, Res, UseGuards } from '@nestjs/common';
import type { z } from 'zod';
import type { Reply } from '../http-server.js';
import type { WrittenCommand } from '../payments/asked-command.js';
import { PaymentDoor } from '../payments/payment-door.js';
import { type CommandHead, ReadCommandHead, tagOf } from './command-head.js';
import { JsonOnly } from './json-only.js';
import { amountBody, commandBody, methodBody, Parsed } from './parsed.js';
import {
  DescribeCapture,
  DescribeGiveMethod,
  DescribeLookUp,
  DescribeRefund,
  DescribeRetry,
  DescribeVoid,
} from './payment-commands.openapi.js';
import { refusedCommand } from './refused-command.js';

type AmountBody = z.output<typeof amountBody>;
type CommandBody = z.output<typeof commandBody>;
type MethodBody = z.output<typeof methodBody>;
type Accepted = { readonly operationId: string | null; readonly version: number; readonly status: string };

/** What is accepted here is asked of the gateway later: what it came to is told by the payment and its operations. */
@Controller('api/v1/orders/:orderId')
@UseGuards(JsonOnly)
export class PaymentCommandsController {
  constructor(private readonly door: PaymentDoor) {}

  @Post('payment-method')
  @HttpCode(202)
  @DescribeGiveMethod()
  giveMethod(
    @ReadCommandHead() head: CommandHead,
    @Body(new Parsed(methodBody)) { token, by }: MethodBody,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<Accepted> {
    return this.ask(head, by, { type: 'MethodGiven', token }, reply);
  }

  @Post('payment/captures')
  @HttpCode(202)
  @DescribeCapture()
  capture(
    @ReadCommandHead() head: CommandHead,
    @Body(new Parsed(amountBody)) { amount = null, currency = null, by }: AmountBody,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<Accepted> {
    return this.ask(head, by, { type: 'CaptureRequested', amount, currency }, reply);
  }

  @Post('payment/voids')
  @HttpCode(202)
  @DescribeVoid()
  release(
    @ReadCommandHead() head: CommandHead,
    @Body(new Parsed(commandBody)) { by }: CommandBody,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<Accepted> {
    return this.ask(head, by, { type: 'VoidRequested' }, reply);
  }

  @Post('payment/refunds')
  @HttpCode(202)
  @DescribeRefund()
  refund(
    @ReadCommandHead() head: CommandHead,
    @Body(new Parsed(amountBody)) { amount = null, currency = null, by }: AmountBody,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<Accepted> {
    return this.ask(head, by, { type: 'RefundRequested', amount, currency }, reply);
  }

  @Post('payment/retries')
  @HttpCode(202)
  @DescribeRetry()
  retry(
    @ReadCommandHead() head: CommandHead,
    @Body(new Parsed(commandBody)) { by }: CommandBody,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<Accepted> {
    return this.ask(head, by, { type: 'RetryRequested' }, reply);
  }

  @Post('payment/look-ups')
  @HttpCode(202)
  @DescribeLookUp()
  lookUp(
    @ReadCommandHead() head: CommandHead,
    @Body(new Parsed(commandBody)) { by }: CommandBody,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<Accepted> {
    return this.ask(head, by, { type: 'LookUpRequested' }, reply);
  }

  private async ask(head: CommandHead, by: string, command: WrittenCommand, reply: Reply): Promise<Accepted> {
    const answer = await this.door.ask({ ...head, by, command });
    if (answer.kind !== 'accepted') throw refusedCommand(answer, head.orderId);
    const { operationId, version, status } = answer;
    reply.header('location', `/api/v1/orders/${head.orderId}/payment`);
    reply.header('etag', tagOf(version));
    return { operationId, version, status };
  }
}
