import { Button } from 'antd';
import { useId, useRef, useState } from 'react';
import type { ReviewCase } from '../../../../api/schemas/review';
import { dateTime } from '../../../shared/format';
import { imagePath } from '../api/queries';
import { useHotkeys } from '../hotkeys';
import { useBusinessNow } from '../now';
import { CircleHelp, Lock, Maximize, RotateCw, ZoomIn, ZoomOut } from '../parts/icons';
import { useSettings } from '../settings';
import { useSession } from '../shell/session';
import type { Access } from './access';
import { useZoom } from './zoom';

export type StageTab = 'front' | 'back' | 'selfie' | 'compare';
export type Picture = 'front' | 'back' | 'selfie' | 'portrait';

interface ImageStageProps {
  readonly tab: StageTab;
  readonly review: ReviewCase;
  readonly access: Access;
  readonly claim: () => void;
  readonly busy: boolean;
}

/** One picture, or portrait and selfie under the same zoom; only for whoever holds the lease. */
export function ImageStage({ tab, review, access, claim, busy }: ImageStageProps) {
  const { t } = useSettings();
  const stageRef = useRef<HTMLDivElement>(null);
  const zoom = useZoom(stageRef);
  const words = t.case.stage;
  useHotkeys({
    '+': zoom.zoomIn,
    '=': zoom.zoomIn,
    '-': zoom.zoomOut,
    '0': zoom.fit,
    ']': () => {
      zoom.rotate(90);
    },
    '[': () => {
      zoom.rotate(-90);
    },
  });
  const pictures: readonly Picture[] = tab === 'compare' ? ['portrait', 'selfie'] : [tab];
  const moved = zoom.view.scale > 1 ? ' grab' : '';
  return (
    <div className={`stage${moved}`} ref={stageRef} {...zoom.handlers} onPointerCancel={zoom.handlers.onPointerUp}>
      {review.clear ? (
        <>
          <div className={tab === 'compare' ? 'shots pairwise' : 'shots'}>
            {pictures.map((picture) => (
              <figure key={picture} className={Math.abs(zoom.view.turn / 90) % 2 === 1 ? 'shot quarter' : 'shot'}>
                <Shot
                  reviewId={review.review.id}
                  picture={picture}
                  present={review.images[picture]}
                  transform={zoom.transform}
                />
                {tab === 'compare' ? (
                  <figcaption>{picture === 'portrait' ? words.portrait : words.selfie}</figcaption>
                ) : null}
              </figure>
            ))}
          </div>
          <Watermark />
          <div className="float" role="group">
            <button type="button" aria-label={words.zoomIn} title={`${words.zoomIn} +`} onClick={zoom.zoomIn}>
              <ZoomIn size={16} aria-hidden />
            </button>
            <button type="button" aria-label={words.zoomOut} title={`${words.zoomOut} -`} onClick={zoom.zoomOut}>
              <ZoomOut size={16} aria-hidden />
            </button>
            <button type="button" aria-label={words.fit} title={`${words.fit} 0`} onClick={zoom.fit}>
              <Maximize size={16} aria-hidden />
            </button>
            <button
              type="button"
              aria-label={words.rotate}
              title={`${words.rotate} ]`}
              onClick={() => {
                zoom.rotate(90);
              }}
            >
              <RotateCw size={16} aria-hidden />
            </button>
          </div>
          <div className="stage-foot">
            <span>{words.hint}</span>
            <span className="grow" />
            <output>{Math.round(zoom.view.scale * 100)} %</output>
          </div>
        </>
      ) : (
        <Locked review={review} access={access} claim={claim} busy={busy} />
      )}
    </div>
  );
}

interface ShotProps {
  readonly reviewId: string;
  readonly picture: Picture;
  readonly present: boolean;
  readonly transform?: string;
}

export function Shot({ reviewId, picture, present, transform }: ShotProps) {
  const { t } = useSettings();
  const [failed, setFailed] = useState(false);
  const words = t.case.stage;
  if (!present || failed) {
    return (
      <span className="no-shot">
        <CircleHelp size={16} aria-hidden />
        {failed ? words.failed : words.missing}
      </span>
    );
  }
  const name = picture === 'portrait' ? words.portrait : t.case.tabs[picture];
  return (
    <img
      src={imagePath(reviewId, picture)}
      alt={words.alt(name)}
      draggable={false}
      style={{ transform }}
      onError={() => {
        setFailed(true);
      }}
    />
  );
}

function Locked({ review, access, claim, busy }: Omit<ImageStageProps, 'tab'>) {
  const { t, language } = useSettings();
  const words = t.case.stage;
  const { lease } = review.review;
  const why =
    access === 'closed'
      ? t.case.bar.closed
      : access === 'decided-by-me'
        ? t.case.bar.alreadyDecided
        : lease !== null && !lease.mine
          ? words.heldBy(lease.userName, dateTime(lease.until, language))
          : words.locked;
  return (
    <div className="locked">
      <Lock size={24} aria-hidden />
      <p className="b">{why}</p>
      {access === 'closed' ? null : <p>{words.lockedWhy}</p>}
      {access === 'free' ? (
        <Button type="primary" onClick={claim} loading={busy}>
          {words.claim}
        </Button>
      ) : null}
    </div>
  );
}

/** Who looked and when, over the picture: a photo of this screen names its source. */
function Watermark() {
  const { t, language } = useSettings();
  const { user } = useSession();
  const id = useId();
  const at = dateTime(new Date(useBusinessNow('minute')).toISOString(), language);
  return (
    <svg className="watermark" aria-hidden="true">
      <pattern id={id} width="440" height="150" patternUnits="userSpaceOnUse" patternTransform="rotate(-17)">
        <text x="0" y="40">
          {t.case.stage.watermark(user.name, at)}
        </text>
        <text x="200" y="115">
          {t.case.stage.watermark(user.name, at)}
        </text>
      </pattern>
      <rect width="100%" height="100%" fill={`url(#${id})`} />
    </svg>
  );
}
