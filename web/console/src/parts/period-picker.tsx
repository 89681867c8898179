import { ChevronDown } from 'lucide-react'
import { type Preset, presetNames } from '../api/days.ts'
import { usePeriod } from '../api/period.ts'
import { longDay } from '../look/format.ts'
import { later } from './later.tsx'
import './button.css'
import './choice.css'

interface PeriodPickerProps {
  readonly usual?: Preset
}

/** Which days a page is about; it stands in the address. */
export const PeriodPicker = later<PeriodPickerProps>(
  () => import('./period-choice.tsx'),
  ({ usual, onPress }) => {
    const { preset, from, to } = usePeriod(usual)
    return (
      <div className="select">
        <button
          type="button"
          className="button button-plain button-m"
          aria-haspopup="listbox"
          aria-label={`${preset === 'custom' ? `${longDay(from)} – ${longDay(to)}` : presetNames[preset]} Period`}
          onClick={onPress}
        >
          <span>{preset === 'custom' ? `${longDay(from)} – ${longDay(to)}` : presetNames[preset]}</span>
          <ChevronDown aria-hidden="true" />
        </button>
      </div>
    )
  },
)
