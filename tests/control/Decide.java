import java.io.FileInputStream;
import java.io.InputStream;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.services.PrototypeManager;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormUtils;

/** Computes the calculated nodes below "cases" of each form with the engine of ODK Collect, and prints them a line a form. */
public class Decide {
    public static void main(String[] files) throws Exception {
        new JavaRosaCoreModule().registerModule();
        new XFormsModule().registerModule();
        for (String file : files) {
            try (InputStream form = new FileInputStream(file)) {
                FormDef def = XFormUtils.getFormFromInputStream(form);
                def.initialize(true, new InstanceInitializationFactory());
                TreeElement cases = def.getInstance().getRoot().getChild("cases", 0);
                StringBuilder line = new StringBuilder();
                for (int at = 0; at < cases.getNumChildren(); at++) {
                    IAnswerData value = cases.getChildAt(at).getValue();
                    line.append(value == null ? "?" : value.getDisplayText());
                }
                System.out.println("DECIDED " + line);
            }
        }
    }
}
