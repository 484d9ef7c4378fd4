import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { RepublishMessages } from './republish-messages.js';
import { type Republished, SentMessages } from './sent-messages.js';

@CommandHandler(RepublishMessages)
export class RepublishMessagesHandler implements ICommandHandler<RepublishMessages> {
  constructor(private readonly messages: SentMessages) {}

  /** Page by page, each in a transaction of its own: one that is interrupted is simply repeated. */
  async execute({ selection, mode }: RepublishMessages): Promise<Republished> {
    let sum: Republished = { republished: 0, waiting: 0 };
    for await (const keys of this.messages.pages(selection)) {
      const { republished, waiting } = await this.messages[mode](keys);
      sum = { republished: sum.republished + republished, waiting: sum.waiting + waiting };
    }
    return sum;
  }
}
