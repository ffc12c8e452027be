import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import type { ReviewCase } from '../../../../api/schemas/review';
import { caseQuery } from '../api/queries';
import { useHotkeys } from '../hotkeys';
import { Failure, Skeleton } from '../parts/states';
import { TabPanel, Tabs } from '../parts/tabs';
import { useSettings } from '../settings';
import { mayReview } from '../shell/roles';
import { useSession } from '../shell/session';
import { useTitle } from '../use-title';
import { accessTo } from './access';
import { CaseHead } from './case-head';
import { Judgement } from './case-judgement';
import { DecisionBar } from './decision-bar';
import { FacePanel } from './face-panel';
import { ImageStage, type StageTab } from './image-stage';
import { Refused } from './refused';
import { useLease } from './use-lease';

const TABS = ['front', 'back', 'selfie', 'compare'] as const satisfies readonly StageTab[];

export default function CasePage() {
  const { id = '' } = useParams();
  const review = useQuery(caseQuery(id));
  useTitle(id);
  if (review.data !== undefined) return <Case key={id} id={id} review={review.data} />;
  return (
    <main className="page" id="content">
      {review.isError ? (
        <Failure error={review.error} onRetry={() => void review.refetch()} />
      ) : (
        <Skeleton block lines={12} />
      )}
    </main>
  );
}

function Case({ id, review }: { id: string; review: ReviewCase }) {
  const { t } = useSettings();
  const [tab, setTab] = useState<StageTab>('front');
  const lease = useLease(id, review);
  const access = accessTo(review.review, mayReview(useSession().user.roles));
  const step = (by: number): void => {
    setTab((now) => TABS[(TABS.indexOf(now) + by + TABS.length) % TABS.length] ?? now);
  };
  useHotkeys({
    ArrowRight: () => {
      step(1);
    },
    ArrowLeft: () => {
      step(-1);
    },
    l: lease.renew,
  });
  return (
    <main className="case" id="content">
      <CaseHead review={review} lease={lease} access={access} />
      <div className="work">
        <section className="left" aria-label={t.case.evidence}>
          <div className="bar1">
            <Tabs
              label={t.case.evidence}
              tabs={TABS.map((value) => ({
                value,
                label: t.case.tabs[value],
                count: review.reasons.filter((reason) => reason.part === value).length || undefined,
              }))}
              value={tab}
              onChange={setTab}
            />
          </div>
          <TabPanel value={tab} className="stage-panel">
            <ImageStage key={tab} tab={tab} review={review} access={access} claim={lease.claim} busy={lease.busy} />
          </TabPanel>
          <FacePanel review={review} />
        </section>
        <Judgement review={review} />
      </div>
      {access === 'reader' ? null : (
        <div className="dec-place">
          <Refused review={review} access={access} claim={lease.claim} />
          <DecisionBar review={review} access={access} lease={lease} />
        </div>
      )}
    </main>
  );
}
