"""From settings to a store that is ready to use."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError

from features.errors import SaksamaError
from serve.settings import Settings
from serve.store import Store
from serve.store.local import local_postgres
from serve.store.migrate import is_current, migrate


@contextmanager
def opened_store(settings: Settings) -> Iterator[Store]:
    """The store of these settings; SaksamaError where none is named, or it does not answer, or its shape is old.

    A local store is brought to the newest shape at once; one on a server only by ``saksama store migrate``.
    """
    store = Store(_url(settings))
    try:
        if settings.database_url is None:
            migrate(store.engine)
        elif not is_current(store.engine):
            raise SaksamaError("the store has an older shape than this version needs: run 'saksama store migrate'")
        yield store
    except OperationalError as error:
        raise SaksamaError("the store does not answer: check SAKSAMA_DATABASE_URL and the server") from error
    finally:
        store.close()


def migrate_store(settings: Settings) -> None:
    """Bring the store of these settings to the newest shape."""
    store = Store(_url(settings))
    try:
        migrate(store.engine)
    except OperationalError as error:
        raise SaksamaError("the store does not answer: check SAKSAMA_DATABASE_URL and the server") from error
    finally:
        store.close()


def _url(settings: Settings) -> str:
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    if settings.database_folder is not None:
        return local_postgres(settings.database_folder)
    raise SaksamaError(
        "no store is named: set SAKSAMA_DATABASE_URL to a PostgreSQL, or SAKSAMA_DATABASE_FOLDER to a folder for one"
    )
