"""How the migrations are run: on the connection that is given, in its transaction."""

from alembic import context

from oxyclaim.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
