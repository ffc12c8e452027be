import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { CardLife, CardSearch } from '../../../../api/schemas/audit';
import { exact, iccid, money, phone } from '../../../shared/format';
import { cardQuery } from '../api/audit';
import { ParcelCard } from '../orders/parcel-card';
import { CopyId } from '../parts/basics';
import { CircleCheck, Hourglass, Search } from '../parts/icons';
import { StagePill } from '../parts/stage-pill';
import { Empty, Failure, Skeleton } from '../parts/states';
import { useSettings } from '../settings';
import { useTitle } from '../use-title';
import { Chain } from './chain';
import { HolderInClear } from './holder-in-clear';
import { minute } from './minute';
import { Looks, Matches, Shares, type OwnLook } from './side';

/** One query, one card's life: who sold it to whom, at what price, opened and activated when, paid to whom, seen by whom. */
export default function TracePage() {
  const { t } = useSettings();
  const [params, setParams] = useSearchParams();
  const q = params.get('q') ?? '';
  const found = useQuery({ ...cardQuery(q), enabled: q !== '' });
  useTitle(t.audit.title);
  return (
    <main className="object trace" id="content">
      <div className="oh">
        {found.data?.card ? <Heading card={found.data.card} /> : <h1>{t.audit.title}</h1>}
        <SearchBox
          key={q}
          q={q}
          onSearch={(next) => {
            setParams(next === '' ? {} : { q: next });
            if (next === q) void found.refetch();
          }}
        />
      </div>
      <div className="page">
        {q === '' ? (
          <section className="card">
            <Empty title={t.audit.lead} />
          </section>
        ) : found.isError ? (
          <Failure error={found.error} onRetry={() => void found.refetch()} />
        ) : found.data === undefined ? (
          <Skeleton block lines={10} />
        ) : found.data.card === null ? (
          <section className="card">
            <Empty title={t.audit.none} next={t.audit.noneNext} />
          </section>
        ) : (
          <Life key={found.data.card.order.id} card={found.data.card} matches={found.data.matches} />
        )}
      </div>
    </main>
  );
}

function SearchBox({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
  const { t } = useSettings();
  const [text, setText] = useState(q);
  return (
    <search>
      <form
        className="trace-find"
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(text.replaceAll(/\s/g, ''));
        }}
      >
        <Input
          type="search"
          size="large"
          autoFocus={q === ''}
          aria-label={t.audit.label}
          placeholder={t.audit.placeholder}
          prefix={<Search size={16} aria-hidden />}
          maxLength={80}
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
          }}
        />
        <Button type="primary" size="large" htmlType="submit">
          {t.audit.search}
        </Button>
      </form>
    </search>
  );
}

function Heading({ card: { order, number, iccid: card } }: { card: CardLife }) {
  const { t } = useSettings();
  return (
    <>
      <div className="row g3 wrap">
        <h1 className="nw">{t.audit.result}</h1>
        {card === null ? null : <span className="mono trace-iccid">{iccid(card)}</span>}
        <StagePill stage={order.stage} status={order.status} />
      </div>
      <div className="meta">
        {number === null ? null : (
          <span>
            {t.audit.number} {phone(number)}
          </span>
        )}
        <span>
          {order.carrierName} · {order.cityName}
        </span>
        <span className="row">
          {t.audit.order}
          <Link className="mono" to={`/orders/${order.id}`}>
            {order.id}
          </Link>
        </span>
        <CopyId id={order.externalRef} />
        <span>{t.audit.logged}</span>
      </div>
    </>
  );
}

function Life({ card, matches }: { card: CardLife; matches: CardSearch['matches'] }) {
  const [own, setOwn] = useState<readonly OwnLook[]>([]);
  return (
    <>
      <Summary card={card} />
      <div className="trace-cols">
        <Chain links={card.chain} />
        <div className="trace-side">
          <HolderInClear
            orderId={card.order.id}
            onShown={(look) => {
              setOwn((before) => [look, ...before]);
            }}
          />
          <ParcelCard page={card} />
          <Shares shares={card.shares} />
          <Looks looks={card.looks} own={own} />
          {matches.length > 1 ? <Matches matches={matches} shown={card.order.id} /> : null}
        </div>
      </div>
    </>
  );
}

/** Who, to whom, at what price, when, judged by whom, active since when: the questions an inspector asks first. */
function Summary({ card }: { card: CardLife }) {
  const { t } = useSettings();
  const words = t.audit.sum;
  const { order, identity } = card;
  const sellers = [card.channelName, ...card.agents.map(({ name }) => name)];
  return (
    <dl className="card sum" aria-label={words.label}>
      <div>
        <dt>{words.seller}</dt>
        <dd title={card.agents.map(({ code }) => code).join(' → ')}>{sellers.join(' → ')}</dd>
      </div>
      <div>
        <dt>{words.buyer}</dt>
        <dd>
          {card.holder.name} <span className="t3 nw">{card.holder.idNumber}</span>
        </dd>
      </div>
      <div>
        <dt>{words.price}</dt>
        <dd>
          {words.perMonth(money(order.feeFen))} <span className="t3">{order.planName}</span>
        </dd>
      </div>
      <div>
        <dt>{words.placed}</dt>
        <dd title={exact(order.createdAt)}>{words.placedAt(minute(order.createdAt))}</dd>
      </div>
      <div>
        <dt>{words.identity}</dt>
        <dd>
          {identity === null || (identity.decidedAt === null && identity.state !== 'passed') ? (
            <span className="unk">{words.notJudged}</span>
          ) : (
            <>
              {identity.decidedBy ?? words.byMachine} <span className="t3">{words.rounds(identity.rounds)}</span>
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>{words.active}</dt>
        <dd>
          {card.activatedAt === null ? (
            <span className="unk">
              <Hourglass size={14} aria-hidden /> {words.notActive}
            </span>
          ) : (
            <span className="ok" title={exact(card.activatedAt)}>
              <CircleCheck size={14} aria-hidden /> {minute(card.activatedAt)}
            </span>
          )}{' '}
          <span className="t3 nw">
            {card.openedAt === null ? words.notOpened : words.openedAt(minute(card.openedAt))}
          </span>
        </dd>
      </div>
    </dl>
  );
}
