//! The terms that the graph is written in, as constants: our own ontology's and those of the vocabularies it leans on.
//!
//! What a term of ours means is said in `ontology/chancery.ttl`, in two languages, and nowhere else; a test holds the
//! constants and that file to each other, both ways. Foreign terms are those of published vocabularies; a test looks
//! each of them up where the lists of published terms are at hand.

use oxigraph::model::{NamedNode, NamedNodeRef};

/// The namespace of our own terms, prefix `cy:`.
pub const CY: &str = "https://w3id.org/chancery/ontology#";

/// The namespace of the shapes that validate our graphs, prefix `cysh:`.
pub const SHAPES: &str = "https://w3id.org/chancery/shapes#";

/// QUDT's namespace of units.
pub const UNIT: &str = "http://qudt.org/vocab/unit/";

/// Prefixes that exports and queries use, in the order in which they are declared.
pub const PREFIXES: &[(&str, &str)] = &[
    ("cy", CY),
    ("cysh", SHAPES),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("nif", "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("qudt", "http://qudt.org/schema/qudt/"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("sdmx-attribute", "http://purl.org/linked-data/sdmx/2009/attribute#"),
    ("sdmx-code", "http://purl.org/linked-data/sdmx/2009/code#"),
    ("sh", sh::NAMESPACE),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("sssom", "https://w3id.org/sssom/"),
    ("time", "http://www.w3.org/2006/time#"),
    ("unit", UNIT),
    ("void", "http://rdfs.org/ns/void#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

macro_rules! terms {
    ($(#[$doc:meta])* $module:ident, $namespace:literal: $($name:ident = $local:literal)*) => {
        $(#[$doc])*
        pub mod $module {
            use oxigraph::model::NamedNodeRef;
            $(
                #[doc = concat!("`", $namespace, $local, "`")]
                pub const $name: NamedNodeRef<'static> = NamedNodeRef::new_unchecked(concat!($namespace, $local));
            )*
            /// Their namespace.
            pub const NAMESPACE: &str = $namespace;
            /// Every term of this module.
            pub const ALL: &[NamedNodeRef<'static>] = &[$($name),*];
        }
    };
}

terms! {
    /// Our classes.
    class, "https://w3id.org/chancery/ontology#":
    ENTITY = "Entity"
    ACTOR = "Actor"
    GROUP = "Group"
    OCCASION = "Occasion"
    INITIATIVE = "Initiative"
    PROGRAMME = "Programme"
    STRATEGY = "Strategy"
    PLAN = "Plan"
    AGREEMENT = "Agreement"
    LEGAL_ACT = "LegalAct"
    FUND = "Fund"
    DOCTRINE = "Doctrine"
    INSTITUTION = "Institution"
    EVENT = "Event"
    EVENT_SERIES = "EventSeries"
    PERSON = "Person"
    PLACE = "Place"
    METRIC = "Metric"
    CONCEPT = "Concept"
    QUANTITY = "Quantity"
    TIME = "Time"
    DOCUMENT = "Document"
    PASSAGE = "Passage"
    MENTION = "Mention"
    EVIDENCE = "Evidence"
    CLAIM = "Claim"
    POSITION = "Position"
    MEMBERSHIP = "Membership"
    PROPOSAL = "Proposal"
    PARTICIPATION = "Participation"
    HOSTING = "Hosting"
    OCCURRENCE = "Occurrence"
    OBSERVATION = "Observation"
    RANKING = "Ranking"
    STATEMENT = "Statement"
    INFLUENCE = "Influence"
    INTERACTION = "Interaction"
    STRUCTURE = "Structure"
    INSTRUMENT = "Instrument"
    ALIAS = "Alias"
    TIMED = "Timed"
    FOUND = "Found"
    STORE = "Store"
}

terms! {
    /// Our properties.
    property, "https://w3id.org/chancery/ontology#":
    AGENT = "agent"
    RECIPIENT = "recipient"
    INITIATIVE = "initiative"
    PERSON = "person"
    ORGANISATION = "organisation"
    MEMBER = "member"
    GROUP = "group"
    PARTICIPANT = "participant"
    EVENT = "event"
    HOST = "host"
    PLACE = "place"
    METRIC = "metric"
    SCOPE = "scope"
    SUBJECT = "subject"
    OBJECT = "object"
    MEASURE = "measure"
    SPEAKER = "speaker"
    CAUSE = "cause"
    EFFECT = "effect"
    PART = "part"
    WHOLE = "whole"
    ATTRIBUTED_TO = "attributedTo"
    TITLE = "title"
    RANK = "rank"
    RANK_NUMBER = "rankNumber"
    CONTENT = "content"
    SHORT = "short"
    LONG = "long"
    QUANTITY = "quantity"
    COUNTED = "counted"
    TIME = "time"
    DURATION = "duration"
    TIMEX = "timex"
    PERIOD = "period"
    TIME_ANCHOR = "timeAnchor"
    MIN_EXCLUSIVE = "minExclusive"
    MAX_EXCLUSIVE = "maxExclusive"
    NEGATED = "negated"
    MODALITY = "modality"
    POLARITY = "polarity"
    COMPARATOR = "comparator"
    CHANGE = "change"
    FIGURE = "figure"
    KIND = "kind"
    RELATION = "relation"
    PROPOSED_BY = "proposedBy"
    MEMBER_OF = "memberOf"
    AFFILIATED_WITH = "affiliatedWith"
    PARTICIPATED_IN = "participatedIn"
    HOSTED_BY = "hostedBy"
    TOOK_PLACE_IN = "tookPlaceIn"
    PART_OF = "partOf"
    LOCATED_IN = "locatedIn"
    SUBORDINATE_TO = "subordinateTo"
    AMENDS = "amends"
    REPEALS = "repeals"
    REPLACES = "replaces"
    SUPPLEMENTS = "supplements"
    IMPLEMENTS = "implements"
    BASED_ON = "basedOn"
    INTERACTED_WITH = "interactedWith"
    PROMOTES = "promotes"
    HINDERS = "hinders"
    REFERS_TO = "refersTo"
    MENTION_CLASS = "mentionClass"
    RULE = "rule"
    SUPPORTS = "supports"
    SPANS = "spans"
    TEXT = "text"
    SENTENCES = "sentences"
    PUBLISHER_NAME = "publisherName"
    COUNTRY = "country"
    PROGRAM_VERSION = "programVersion"
    PACK_HASH = "packHash"
    OPTIONS = "options"
    RULE_HASHES = "ruleHashes"
    INPUT_HASH = "inputHash"
    STORE_FORMAT = "storeFormat"
    IDENTIFIER = "identifier"
    ISO3166_COUNTRY = "iso3166Country"
    ISO3166_SUBDIVISION = "iso3166Subdivision"
    M49 = "m49"
    DECISION = "decision"
    FACT = "fact"
    SOURCE = "source"
    BOUND_BY = "boundBy"
    VAGUE = "vague"
    ABSTRACT = "abstract"
    PHRASE_CLASS = "phraseClass"
}

terms! {
    /// DCAT 3.
    dcat, "http://www.w3.org/ns/dcat#":
    DATASET = "Dataset"
    DISTRIBUTION_CLASS = "Distribution"
    ACCESS_URL = "accessURL"
    BYTE_SIZE = "byteSize"
    DISTRIBUTION = "distribution"
    DOWNLOAD_URL = "downloadURL"
    LANDING_PAGE = "landingPage"
    MEDIA_TYPE = "mediaType"
    VERSION = "version"
}

terms! {
    /// Dublin Core.
    dcterms, "http://purl.org/dc/terms/":
    CONFORMS_TO = "conformsTo"
    DESCRIPTION = "description"
    IDENTIFIER = "identifier"
    LANGUAGE = "language"
    LICENSE = "license"
    TITLE = "title"
    ISSUED = "issued"
    SOURCE = "source"
    REPLACES = "replaces"
}

terms! {
    /// FOAF.
    foaf, "http://xmlns.com/foaf/0.1/":
    HOMEPAGE = "homepage"
}

terms! {
    /// ITS 2.0 in RDF: what NIF says of a stretch of text.
    itsrdf, "http://www.w3.org/2005/11/its/rdf#":
    TA_CLASS_REF = "taClassRef"
    TA_IDENT_REF = "taIdentRef"
}

terms! {
    /// NIF 2.1.
    nif, "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#":
    BEGIN_INDEX = "beginIndex"
    END_INDEX = "endIndex"
    ANCHOR_OF = "anchorOf"
    REFERENCE_CONTEXT = "referenceContext"
    IS_STRING = "isString"
    CONTEXT = "Context"
    OFFSET_BASED_STRING = "OffsetBasedString"
}

terms! {
    /// PROV-O.
    prov, "http://www.w3.org/ns/prov#":
    ACTIVITY = "Activity"
    USED = "used"
    WAS_DERIVED_FROM = "wasDerivedFrom"
    WAS_GENERATED_BY = "wasGeneratedBy"
}

terms! {
    /// QUDT.
    qudt, "http://qudt.org/schema/qudt/":
    UNIT = "Unit"
    NUMERIC_VALUE = "numericValue"
    HAS_UNIT = "hasUnit"
}

terms! {
    /// RDF.
    rdf, "http://www.w3.org/1999/02/22-rdf-syntax-ns#":
    FIRST = "first"
    NIL = "nil"
    REST = "rest"
    TYPE = "type"
    VALUE = "value"
}

terms! {
    /// RDF Schema.
    rdfs, "http://www.w3.org/2000/01/rdf-schema#":
    CLASS = "Class"
    LABEL = "label"
    COMMENT = "comment"
    DOMAIN = "domain"
    RANGE = "range"
    SUB_CLASS_OF = "subClassOf"
}

terms! {
    /// OWL.
    owl, "http://www.w3.org/2002/07/owl#":
    CLASS = "Class"
    OBJECT_PROPERTY = "ObjectProperty"
    DATATYPE_PROPERTY = "DatatypeProperty"
    ANNOTATION_PROPERTY = "AnnotationProperty"
    SAME_AS = "sameAs"
    AXIOM = "Axiom"
    ANNOTATED_SOURCE = "annotatedSource"
    ANNOTATED_PROPERTY = "annotatedProperty"
    ANNOTATED_TARGET = "annotatedTarget"
    VERSION_INFO = "versionInfo"
}

terms! {
    /// schema.org.
    schema, "https://schema.org/":
    MIN_VALUE = "minValue"
    MAX_VALUE = "maxValue"
    IN_LANGUAGE = "inLanguage"
    SHA256 = "sha256"
}

terms! {
    /// SDMX observation status.
    sdmx, "http://purl.org/linked-data/sdmx/2009/":
    OBS_STATUS = "attribute#obsStatus"
    OBS_STATUS_MISSING = "code#obsStatus-M"
}

terms! {
    /// SHACL.
    sh, "http://www.w3.org/ns/shacl#":
    CLASS = "class"
    DATATYPE = "datatype"
    NODE_KIND = "nodeKind"
    MIN_COUNT = "minCount"
    MAX_COUNT = "maxCount"
    MIN_LENGTH = "minLength"
    MAX_LENGTH = "maxLength"
    MIN_EXCLUSIVE = "minExclusive"
    MIN_INCLUSIVE = "minInclusive"
    MAX_EXCLUSIVE = "maxExclusive"
    MAX_INCLUSIVE = "maxInclusive"
    PATTERN = "pattern"
    FLAGS = "flags"
    LANGUAGE_IN = "languageIn"
    UNIQUE_LANG = "uniqueLang"
    EQUALS = "equals"
    DISJOINT = "disjoint"
    LESS_THAN = "lessThan"
    LESS_THAN_OR_EQUALS = "lessThanOrEquals"
    NOT = "not"
    AND = "and"
    OR = "or"
    XONE = "xone"
    NODE = "node"
    PROPERTY = "property"
    QUALIFIED_VALUE_SHAPE = "qualifiedValueShape"
    QUALIFIED_VALUE_SHAPES_DISJOINT = "qualifiedValueShapesDisjoint"
    QUALIFIED_MIN_COUNT = "qualifiedMinCount"
    QUALIFIED_MAX_COUNT = "qualifiedMaxCount"
    CLOSED = "closed"
    IGNORED_PROPERTIES = "ignoredProperties"
    HAS_VALUE = "hasValue"
    IN = "in"
    PATH = "path"
    INVERSE_PATH = "inversePath"
    ALTERNATIVE_PATH = "alternativePath"
    ZERO_OR_MORE_PATH = "zeroOrMorePath"
    ONE_OR_MORE_PATH = "oneOrMorePath"
    ZERO_OR_ONE_PATH = "zeroOrOnePath"
    TARGET_NODE = "targetNode"
    TARGET_CLASS = "targetClass"
    TARGET_SUBJECTS_OF = "targetSubjectsOf"
    TARGET_OBJECTS_OF = "targetObjectsOf"
    NAME = "name"
    DESCRIPTION = "description"
    ORDER = "order"
    GROUP = "group"
    DEFAULT_VALUE = "defaultValue"
    MESSAGE = "message"
    SEVERITY = "severity"
    DEACTIVATED = "deactivated"
    NODE_SHAPE = "NodeShape"
    ASK = "ask"
    CONSTRUCT = "construct"
    OPTIONAL = "optional"
    PARAMETER = "parameter"
    PARAMETER_CLASS = "Parameter"
    SELECT = "select"
    SPARQL_EXECUTABLE = "SPARQLExecutable"
    SPARQL_ASK_EXECUTABLE = "SPARQLAskExecutable"
    SPARQL_CONSTRUCT_EXECUTABLE = "SPARQLConstructExecutable"
    SPARQL_SELECT_EXECUTABLE = "SPARQLSelectExecutable"
    PROPERTY_SHAPE = "PropertyShape"
    CONSTRAINT_COMPONENT = "ConstraintComponent"
    VIOLATION = "Violation"
    IRI = "IRI"
    BLANK_NODE = "BlankNode"
    LITERAL = "Literal"
    BLANK_NODE_OR_IRI = "BlankNodeOrIRI"
    IRI_OR_LITERAL = "IRIOrLiteral"
    BLANK_NODE_OR_LITERAL = "BlankNodeOrLiteral"
    VALIDATION_REPORT = "ValidationReport"
    VALIDATION_RESULT = "ValidationResult"
    CONFORMS = "conforms"
    RESULT = "result"
    FOCUS_NODE = "focusNode"
    RESULT_PATH = "resultPath"
    VALUE = "value"
    RESULT_MESSAGE = "resultMessage"
    RESULT_SEVERITY = "resultSeverity"
    SOURCE_SHAPE = "sourceShape"
    SOURCE_CONSTRAINT_COMPONENT = "sourceConstraintComponent"
    CLASS_CONSTRAINT_COMPONENT = "ClassConstraintComponent"
    DATATYPE_CONSTRAINT_COMPONENT = "DatatypeConstraintComponent"
    NODE_KIND_CONSTRAINT_COMPONENT = "NodeKindConstraintComponent"
    MIN_COUNT_CONSTRAINT_COMPONENT = "MinCountConstraintComponent"
    MAX_COUNT_CONSTRAINT_COMPONENT = "MaxCountConstraintComponent"
    MIN_EXCLUSIVE_CONSTRAINT_COMPONENT = "MinExclusiveConstraintComponent"
    MIN_INCLUSIVE_CONSTRAINT_COMPONENT = "MinInclusiveConstraintComponent"
    MAX_EXCLUSIVE_CONSTRAINT_COMPONENT = "MaxExclusiveConstraintComponent"
    MAX_INCLUSIVE_CONSTRAINT_COMPONENT = "MaxInclusiveConstraintComponent"
    MIN_LENGTH_CONSTRAINT_COMPONENT = "MinLengthConstraintComponent"
    MAX_LENGTH_CONSTRAINT_COMPONENT = "MaxLengthConstraintComponent"
    PATTERN_CONSTRAINT_COMPONENT = "PatternConstraintComponent"
    LANGUAGE_IN_CONSTRAINT_COMPONENT = "LanguageInConstraintComponent"
    UNIQUE_LANG_CONSTRAINT_COMPONENT = "UniqueLangConstraintComponent"
    EQUALS_CONSTRAINT_COMPONENT = "EqualsConstraintComponent"
    DISJOINT_CONSTRAINT_COMPONENT = "DisjointConstraintComponent"
    LESS_THAN_CONSTRAINT_COMPONENT = "LessThanConstraintComponent"
    LESS_THAN_OR_EQUALS_CONSTRAINT_COMPONENT = "LessThanOrEqualsConstraintComponent"
    NOT_CONSTRAINT_COMPONENT = "NotConstraintComponent"
    AND_CONSTRAINT_COMPONENT = "AndConstraintComponent"
    OR_CONSTRAINT_COMPONENT = "OrConstraintComponent"
    XONE_CONSTRAINT_COMPONENT = "XoneConstraintComponent"
    NODE_CONSTRAINT_COMPONENT = "NodeConstraintComponent"
    PROPERTY_CONSTRAINT_COMPONENT = "PropertyConstraintComponent"
    QUALIFIED_MIN_COUNT_CONSTRAINT_COMPONENT = "QualifiedMinCountConstraintComponent"
    QUALIFIED_MAX_COUNT_CONSTRAINT_COMPONENT = "QualifiedMaxCountConstraintComponent"
    CLOSED_CONSTRAINT_COMPONENT = "ClosedConstraintComponent"
    HAS_VALUE_CONSTRAINT_COMPONENT = "HasValueConstraintComponent"
    IN_CONSTRAINT_COMPONENT = "InConstraintComponent"
}

terms! {
    /// SKOS.
    skos, "http://www.w3.org/2004/02/skos/core#":
    ALT_LABEL = "altLabel"
    EXACT_MATCH = "exactMatch"
    CLOSE_MATCH = "closeMatch"
    BROAD_MATCH = "broadMatch"
    NARROW_MATCH = "narrowMatch"
    RELATED_MATCH = "relatedMatch"
    CONCEPT = "Concept"
    CONCEPT_SCHEME = "ConceptScheme"
    IN_SCHEME = "inScheme"
    NOTATION = "notation"
}

terms! {
    /// SSSOM: how a link came about. A mapping is an `owl:Axiom`; its subject, predicate and object are that axiom's.
    sssom, "https://w3id.org/sssom/":
    CONFIDENCE = "confidence"
    MAPPING_JUSTIFICATION = "mapping_justification"
    MAPPING_TOOL = "mapping_tool"
    MAPPING_TOOL_VERSION = "mapping_tool_version"
    MATCH_STRING = "match_string"
    NO_TERM_FOUND = "NoTermFound"
    OBJECT_LABEL = "object_label"
    OBJECT_SOURCE = "object_source"
    OBJECT_SOURCE_VERSION = "object_source_version"
    PREDICATE_MODIFIER = "predicate_modifier"
    NEGATED_PREDICATE = "NegatedPredicate"
}

terms! {
    /// SEMAPV: the kinds of matching that SSSOM's schema lists for `mapping_justification` (`sssom-schema` 1.0.0, PyPI).
    semapv, "https://w3id.org/semapv/vocab/":
    LEXICAL_MATCHING = "LexicalMatching"
    LEXICAL_SIMILARITY = "LexicalSimilarityThresholdMatching"
    MANUAL_CURATION = "ManualMappingCuration"
}

terms! {
    /// OWL-Time.
    time, "http://www.w3.org/2006/time#":
    PROPER_INTERVAL = "ProperInterval"
    INSTANT = "Instant"
    HAS_BEGINNING = "hasBeginning"
    HAS_END = "hasEnd"
    IN_XSD_DATE = "inXSDDate"
}

terms! {
    /// VoID.
    void, "http://rdfs.org/ns/void#":
    CLASS = "class"
    CLASSES = "classes"
    CLASS_PARTITION = "classPartition"
    DATASET = "Dataset"
    DATA_DUMP = "dataDump"
    DISTINCT_OBJECTS = "distinctObjects"
    DISTINCT_SUBJECTS = "distinctSubjects"
    DOCUMENTS = "documents"
    ENTITIES = "entities"
    LINKSET = "Linkset"
    LINK_PREDICATE = "linkPredicate"
    PROPERTIES = "properties"
    PROPERTY = "property"
    PROPERTY_PARTITION = "propertyPartition"
    SUBJECTS_TARGET = "subjectsTarget"
    SUBSET = "subset"
    TRIPLES = "triples"
    URI_SPACE = "uriSpace"
    VOCABULARY = "vocabulary"
}

terms! {
    /// XML Schema datatypes.
    xsd, "http://www.w3.org/2001/XMLSchema#":
    BASE64_BINARY = "base64Binary"
    BOOLEAN = "boolean"
    DATE = "date"
    DATE_TIME = "dateTime"
    DECIMAL = "decimal"
    DURATION = "duration"
    G_YEAR = "gYear"
    G_YEAR_MONTH = "gYearMonth"
    INTEGER = "integer"
    NON_NEGATIVE_INTEGER = "nonNegativeInteger"
    STRING = "string"
    DOUBLE = "double"
}

terms! {
    /// QUDT units that the program itself writes.
    unit, "http://qudt.org/vocab/unit/":
    NUM = "NUM"
}

/// Every module of foreign terms, for the check against the published lists. SEMAPV is not among these lists.
pub const FOREIGN: &[&[NamedNodeRef<'static>]] = &[
    dcat::ALL,
    dcterms::ALL,
    foaf::ALL,
    itsrdf::ALL,
    nif::ALL,
    prov::ALL,
    qudt::ALL,
    rdf::ALL,
    rdfs::ALL,
    owl::ALL,
    schema::ALL,
    sdmx::ALL,
    sh::ALL,
    skos::ALL,
    sssom::ALL,
    time::ALL,
    void::ALL,
    xsd::ALL,
    unit::ALL,
];

/// A term of ours by its local name: `Institution`, `agent`.
pub fn own(local: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{CY}{local}"))
}

/// The SKOS concept for a value of a qualifier: `modality`, `predicted` give `cy:modality-predicted`.
pub fn qualifier(property: &str, value: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{CY}{property}-{value}"))
}

/// The local name of a term of ours; `None` for any other IRI.
pub fn local(iri: &str) -> Option<&str> {
    iri.strip_prefix(CY)
}
