import { assertNever } from '../errors';
import { choosesNumber } from '../order';
import type { Bilingual } from '../ports/use-cases';
import type { Stage, Status } from '../stages';

interface Stands {
  readonly stage: Stage;
  readonly status: Status;
  readonly reasonCode: string | null;
}

interface Standing {
  readonly title: Bilingual;
  /** What happens next and what the customer has to do, if anything. */
  readonly text: Bilingual;
}

/** How an order stands, in the customer's words: no codes, no names of ours. */
export function orderStanding({ stage, status, reasonCode }: Stands): Standing {
  switch (stage) {
    case 'received':
    case 'verifying':
      return verifying(status);
    case 'provisioning':
      if (choosesNumber({ status, reasonCode })) {
        return {
          title: { zh: '请另选一个号码', en: 'Please choose another number' },
          text: {
            zh: '您选的号码已不能用，实名仍有效。逾期没有选，订单会结束。',
            en: 'The one you chose is no longer to be had; your identity stays verified. The order ends if none is chosen in time.',
          },
        };
      }
      return status === 'awaiting-number'
        ? {
            title: { zh: '正在为您找号码', en: 'We are looking for a number' },
            text: {
              zh: '有合适的号码会马上继续，您不用做什么。',
              en: 'We go on as soon as there is one. You need not do anything.',
            },
          }
        : {
            title: { zh: '正在开卡', en: 'Your card is being opened' },
            text: {
              zh: '实名已通过，运营商正在开卡。开好后当天交给快递。',
              en: 'Your identity is verified and the carrier is opening the card. The courier gets it the same day.',
            },
          };
    case 'shipping':
      return status === 'returning'
        ? {
            title: { zh: '包裹正在退回', en: 'The parcel is on its way back' },
            text: { zh: '快递没能交到您手上。有疑问请在下面留言。', en: 'It could not be handed over. Ask us below.' },
          }
        : {
            title: { zh: '卡在路上', en: 'Your card is on its way' },
            text: {
              zh: '须由本人签收，请带好身份证，保持电话畅通。',
              en: 'Only you may sign for it: have your ID card ready and your phone on.',
            },
          };
    case 'activating':
      return status === 'activation-held'
        ? {
            title: { zh: '签收人待核实', en: 'We are checking who took the parcel' },
            text: {
              zh: '包裹由他人签收，核实前请不要激活。',
              en: 'Somebody else signed for it. Please do not activate it before we have checked.',
            },
          }
        : {
            title: { zh: '等您激活', en: 'Ready for you to activate' },
            text: {
              zh: '请由本人插卡，按包装内的说明激活。',
              en: 'Insert the card yourself and follow the leaflet in the parcel.',
            },
          };
    case 'active':
      return {
        title: { zh: '号卡已激活', en: 'Your card is active' },
        text: { zh: '欢迎使用您的新号码。', en: 'Enjoy your new number.' },
      };
    case 'rejected':
      return ended({ zh: '没有办成', en: 'Not accepted' });
    case 'cancelled':
      return ended({ zh: '订单已取消', en: 'Cancelled' });
    case 'expired':
      return ended({ zh: '订单已过期', en: 'Expired' });
    case 'returned':
      return ended({ zh: '包裹已退回', en: 'Returned' });
    case 'failed':
      return ended({ zh: '没有办成', en: 'It did not work out' });
    default:
      return assertNever(stage);
  }
}

function verifying(status: Status): Standing {
  switch (status) {
    case 'awaiting-documents':
    case 'accepted':
      return {
        title: { zh: '等您完成实名', en: 'Waiting for your identity check' },
        text: { zh: '请打开实名短信里的链接拍照。', en: 'Please open the link in our message and take the pictures.' },
      };
    case 'in-review':
      return {
        title: { zh: '正在人工审核', en: 'A person is having a look' },
        text: { zh: '一般 4 小时内有结果，会短信通知您。', en: 'Usually within 4 hours. We will text you.' },
      };
    default:
      return {
        title: { zh: '正在核验身份', en: 'Your identity is being checked' },
        text: { zh: '通常几分钟内完成。', en: 'This usually takes a few minutes.' },
      };
  }
}

const ended = (title: Bilingual): Standing => ({
  title,
  text: {
    zh: '占用的号码已释放，没有产生费用。有疑问请在下面留言。',
    en: 'The number was released and nothing was charged. Ask us below.',
  },
});
