-- Identities that were given to hosts, in batches. An identity is added or released, never changed.

-- Whoever gives identities of a substrate holds the lock of its row until the batch is committed.
CREATE TABLE deevnet.substrate (
    name text PRIMARY KEY
        CHECK (name ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$')
);

-- The key is random, not counted: a counter may go back when the server crashes, and the question whether a batch was
-- committed would then be answered for another one.
CREATE TABLE deevnet.batch (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    given_at timestamp with time zone NOT NULL DEFAULT current_timestamp,
    given_by text NOT NULL DEFAULT session_user
);

CREATE TABLE deevnet.identity (
    substrate text NOT NULL REFERENCES deevnet.substrate (name),
    host text NOT NULL
        CHECK (host <> ''),
    vmid integer NOT NULL
        CHECK (vmid BETWEEN 1 AND 16777215),
    mac macaddr NOT NULL
        CONSTRAINT identity_mac_is_locally_administered_unicast
        CHECK (mac & '03:00:00:00:00:00' = '02:00:00:00:00:00'),
    batch uuid NOT NULL REFERENCES deevnet.batch (id),
    CONSTRAINT identity_host_has_one PRIMARY KEY (substrate, host),
    CONSTRAINT identity_vmid_stands_once UNIQUE (substrate, vmid),
    CONSTRAINT identity_mac_stands_once UNIQUE (mac)
);

CREATE INDEX identity_batch ON deevnet.identity (batch);

-- Addresses of one namespace have their first three octets in common.
CREATE INDEX identity_namespace ON deevnet.identity (trunc(mac));

CREATE FUNCTION deevnet.refuse_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'the identity of % in % is never changed', OLD.host, OLD.substrate
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER identity_is_never_changed
    BEFORE UPDATE ON deevnet.identity
    FOR EACH ROW EXECUTE FUNCTION deevnet.refuse_change();
