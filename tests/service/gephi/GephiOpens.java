import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.gephi.graph.api.Column;
import org.gephi.graph.api.Edge;
import org.gephi.graph.api.Element;
import org.gephi.graph.api.Graph;
import org.gephi.graph.api.GraphController;
import org.gephi.graph.api.GraphModel;
import org.gephi.graph.api.Node;
import org.gephi.graph.api.Table;
import org.gephi.io.exporter.api.ExportController;
import org.gephi.io.exporter.preview.PDFExporter;
import org.gephi.io.importer.api.Container;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.importer.api.Issue;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.layout.plugin.AutoLayout;
import org.gephi.layout.plugin.forceAtlas2.ForceAtlas2;
import org.gephi.layout.plugin.forceAtlas2.ForceAtlas2Builder;
import org.gephi.preview.api.PreviewController;
import org.gephi.preview.api.PreviewProperties;
import org.gephi.preview.api.PreviewProperty;
import org.gephi.preview.types.EdgeColor;
import org.gephi.project.api.ProjectController;
import org.gephi.project.api.Workspace;
import org.openide.util.Lookup;

/**
 * Opens a graph file with Gephi's own importer and prints what Gephi then holds, one thing a line, cells
 * separated by tabs. With a second argument it also draws the graph as Gephi's preview does, into that PNG;
 * with a third, `layout`, after some seconds of Gephi's ForceAtlas2.
 */
public class GephiOpens {
    private static <T> T service(Class<T> kind) {
        return Lookup.getDefault().lookup(kind);
    }

    public static void main(String[] arguments) throws Exception {
        ProjectController projects = service(ProjectController.class);
        projects.newProject();
        Workspace workspace = projects.getCurrentWorkspace();
        ImportController importer = service(ImportController.class);
        Container container = importer.importFile(new File(arguments[0]));
        importer.process(container, new DefaultProcessor(), workspace);
        Iterator<Issue> issues = container.getReport().getIssues(1000);
        while (issues.hasNext()) {
            Issue issue = issues.next();
            System.out.println("issue\t" + issue.getLevel() + "\t" + plain(issue.getMessage()));
        }
        GraphModel model = service(GraphController.class).getGraphModel();
        Graph graph = model.getGraph();
        for (Node node : graph.getNodes()) {
            print("node\t" + node.getId() + "\t" + plain(node.getLabel()) + "\t" + node.size() + "\t" + node.x()
                + "\t" + node.y(), node, model.getNodeTable());
        }
        for (Edge edge : graph.getEdges()) {
            print("edge\t" + edge.getSource().getId() + "\t" + edge.getTarget().getId() + "\t"
                + edge.getTypeLabel() + "\t" + edge.getWeight(), edge, model.getEdgeTable());
        }
        if (arguments.length > 1) {
            if (arguments.length > 2) layOut(model);
            draw(workspace, new File(arguments[1]));
        }
        System.out.flush();
        System.exit(0); // Gephi leaves threads behind
    }

    private static String plain(String text) {
        return text == null ? "" : text.replaceAll("[\t\n\r]", " ");
    }

    private static void print(String head, Element element, Table table) {
        StringBuilder line = new StringBuilder(head);
        for (Column column : table) {
            Object value = element.getAttribute(column);
            if (value != null && (!column.isProperty() || column.getId().equals("timeset"))) {
                line.append('\t').append(column.getId()).append('=').append(plain(value.toString()));
            }
        }
        System.out.println(line);
    }

    private static void layOut(GraphModel model) {
        AutoLayout auto = new AutoLayout(5, TimeUnit.SECONDS);
        auto.setGraphModel(model);
        ForceAtlas2 force = new ForceAtlas2(new ForceAtlas2Builder());
        force.setScalingRatio(2000.0);
        force.setGravity(2.0);
        force.setAdjustSizes(true);
        auto.addLayout(force, 1.0f);
        auto.execute();
    }

    private static void draw(Workspace workspace, File target) throws Exception {
        PreviewProperties properties = service(PreviewController.class).getModel().getProperties();
        properties.putValue(PreviewProperty.SHOW_NODE_LABELS, Boolean.TRUE);
        properties.putValue(PreviewProperty.NODE_LABEL_PROPORTIONAL_SIZE, Boolean.FALSE);
        properties.putValue(PreviewProperty.NODE_LABEL_FONT, new Font("SansSerif", Font.PLAIN, 12));
        properties.putValue(PreviewProperty.NODE_BORDER_WIDTH, 0.2f);
        properties.putValue(PreviewProperty.EDGE_CURVED, Boolean.FALSE);
        properties.putValue(PreviewProperty.EDGE_COLOR, new EdgeColor(EdgeColor.Mode.ORIGINAL));
        PDFExporter exporter = (PDFExporter) service(ExportController.class).getExporter("pdf");
        exporter.setWorkspace(workspace);
        exporter.setPageSize(new PDRectangle(1600, 1200));
        exporter.setLandscape(false);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        service(ExportController.class).exportStream(bytes, exporter);
        try (PDDocument document = PDDocument.load(bytes.toByteArray())) {
            ImageIO.write(new PDFRenderer(document).renderImage(0), "png", target);
        }
    }
}
