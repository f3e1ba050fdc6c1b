"""What every job needs, imported once by the process that jobs are forked from; Keras is for those that train."""

import core.models.loading  # noqa: F401
