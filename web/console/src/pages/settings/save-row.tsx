import { Problem } from '../../api/request.ts'
import { Button } from '../../parts/button.tsx'

/** The end of a form: what is refused as a whole, and the button. */
export const SaveRow = ({ error, isSaving }: { readonly error: unknown; readonly isSaving: boolean }) => (
  <>
    {error instanceof Problem && (
      <p className="field-error" role="alert">
        {error.errors.length > 0 ? 'Not saved: please see to what is marked.' : error.message}
      </p>
    )}
    <div>
      <Button type="submit" isDisabled={isSaving}>
        Save
      </Button>
    </div>
  </>
)
